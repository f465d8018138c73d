"""Finding: Swedish analysis, queries and the engines behind them."""
