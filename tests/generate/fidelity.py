"""Documents of known text set by several programs, and how much of the text reading brings back.

A `Script` is a list of blocks. `producers()` are the programs that this machine has, each a
function from a script to the bytes of a PDF; `scanned` makes a picture of such a PDF, aslant and
with noise. `words_in_order` and `letters_wrong` compare what was read with what was written.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from importlib.util import find_spec
from pathlib import Path

import docx
import numpy as np
import pikepdf
import pypdfium2
from docx.enum.text import WD_BREAK
from docx.shared import Cm
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BalancedColumns,
    Flowable,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from corpus.model import Document
from ingest.layout.passage import Passage
from ingest.layout.reading_order import bullet_of

_VERBS = [
    "godkänner",
    "avslår",
    "återremitterar",
    "bordlägger",
    "antar",
    "fastställer",
    "noterar",
    "tillstyrker",
]
_THINGS = (
    "förslaget till detaljplan",
    "ansökan om bygglov för carport",
    "budgeten för nästa år",
    "rapporten om skolskjutsar",
    "taxan för vatten och avlopp",
    "yttrandet över översiktsplanen",
    "motionen om fler cykelvägar",
    "riktlinjerna för föreningsbidrag",
)
_REST = (
    "och överlämnar ärendet till fullmäktige",
    "med de ändringar som framgår av bilagan",
    "under förutsättning att medlen räcker",
    "och uppdrar åt förvaltningen att återkomma i höst",
    "eftersom åtgärden ryms inom ramen",
)
_NAMES = [
    "Asta Ek",
    "Örjan Lind",
    "Åsa Granström",
    "Bo Almér",
    "Disa Öberg",
    "Ivar Sjöö",
    "Ylva Ängby",
]


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list, table, pair of columns, note or the end of a slide.

    A table of kind "labels" has no rules: each row is a label and its value.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> list[str]:
        """Its words in the order a reader takes them."""
        cells = " ".join(cell for row in self.rows for cell in row)
        return f"{self.text} {cells}".split()


@dataclass(frozen=True)
class Script:
    """A document before it is set: its kind and its blocks."""

    kind: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    turned: int = 0
    """Degrees by which its pages are to be turned after setting."""

    @property
    def words(self) -> list[str]:
        """All its words in the order a reader takes them."""
        return [word for block in self.blocks for word in block.words]

    @property
    def heads(self) -> list[str]:
        """The headings that begin with a §."""
        return [b.text for b in self.blocks if b.kind == "heading" and b.text.startswith("§")]


@dataclass
class _Pen:
    """Writes sentences that look like those of minutes; the same ones for the same seed."""

    random: random.Random = field(default_factory=random.Random)

    def sentence(self) -> str:
        pick = self.random.choice
        return f"Nämnden {pick(_VERBS)} {pick(_THINGS)} {pick(_REST)}."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def name(self) -> str:
        return f"{self.random.choice(_NAMES)} ({self.random.choice('ABCD')})"


def scripts(seed: int = 1) -> list[Script]:
    """One script of each kind that archives hold."""
    pen = _Pen(random.Random(seed))
    return [
        _minutes(pen),
        _columns(pen),
        _agenda(pen),
        _deck(pen),
        _footnotes(pen),
        Script("rotated", _minutes(pen).blocks[:12], turned=90),
        _cover(pen),
        _actions(pen),
    ]


def _minutes(pen: _Pen) -> Script:
    blocks = [Block("heading", "Sammanträdesprotokoll för parknämnden")]
    for number in range(41, 49):
        blocks.append(Block("heading", f"§ {number} Ärende om {pen.random.choice(_THINGS)}"))
        blocks += [Block("text", pen.paragraph(3)), Block("label", "Beslut")]
        blocks.append(Block("list", rows=tuple((f"att {pen.sentence()}",) for _ in range(3))))
    return Script("minutes", tuple(blocks))


def _columns(pen: _Pen) -> Script:
    halves = tuple((pen.paragraph(9),) for _ in range(2))
    return Script("columns", (Block("heading", "Nytt från nämnden"), Block("columns", rows=halves)))


def _agenda(pen: _Pen) -> Script:
    head = ("Punkt", "Typ", "Beskrivning", "Ansvarig", "Tid")
    rows = tuple(
        (
            str(n),
            pen.random.choice("IDA"),
            pen.paragraph(2),
            pen.name(),
            f"{12 + n // 2}.{n % 2 * 3}0",
        )
        for n in range(1, 9)
    )
    text = Block("text", pen.paragraph(2))
    return Script(
        "table", (Block("heading", "Dagordning"), text, Block("table", rows=(head, *rows)))
    )


def _deck(pen: _Pen) -> Script:
    blocks: list[Block] = []
    for number in range(1, 5):
        blocks.append(Block("heading", f"Bild {number}: {pen.random.choice(_THINGS)}"))
        blocks.append(Block("list", rows=tuple((pen.sentence(),) for _ in range(4))))
        blocks.append(Block("break"))
    return Script("deck", tuple(blocks[:-1]), landscape=True)


def _footnotes(pen: _Pen) -> Script:
    blocks = [Block("heading", "§ 7 Årsredovisning")]
    blocks += [Block("text", pen.paragraph(4)) for _ in range(4)]
    blocks.append(Block("note", f"Se även {pen.random.choice(_THINGS)} sidan 12."))
    return Script("footnotes", tuple(blocks))


def _cover(pen: _Pen) -> Script:
    rows = (
        ("Plats och tid", "Lönnsalen, kl. 13.00–15.10"),
        ("Ordförande", pen.name()),
        ("Sekreterare", pen.name()),
        ("Justerare", pen.name()),
        ("Ersättare", pen.name()),
        ("Övriga närvarande", pen.name()),
    )
    blocks = (Block("heading", "Protokoll för parknämnden"), Block("labels", rows=rows))
    return Script(
        "cover", (*blocks, Block("heading", "§ 3 Öppnande"), Block("text", pen.sentence()))
    )


def _actions(pen: _Pen) -> Script:
    """A list of actions that runs over two page breaks."""
    head = ("Nr", "Typ", "Uppgift", "Ansvarig", "Tid")
    rows = tuple(
        (str(n), pen.random.choice("IDA"), pen.sentence(), pen.name(), f"2031-0{1 + n % 9}")
        for n in range(1, 61)
    )
    blocks = (Block("heading", "§ 9 Uppdrag"), Block("table", rows=(head, *rows)))
    return Script("actions", (*blocks, Block("text", pen.paragraph(1))))


# ------------------------------------------------------------------------------ producers

Producer = Callable[[Script], bytes]


def producers() -> dict[str, Producer]:
    """The programs that are there, by name."""
    found: dict[str, Producer] = {"ReportLab": _reportlab}
    if find_spec("weasyprint"):
        found["WeasyPrint"] = _weasyprint
    if shutil.which("chromium"):
        found["Chromium"] = _chromium
    if shutil.which("soffice"):
        found["LibreOffice"] = _libreoffice
    if find_spec("typst"):
        found["Typst"] = _typst
    return {name: _turning(make) for name, make in found.items()}


def _turning(make: Producer) -> Producer:
    def turned(script: Script) -> bytes:
        made = make(script)
        if not script.turned:
            return made
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(made)) as pdf:
            for page in pdf.pages:
                page.rotate(script.turned, relative=True)
            pdf.save(out)
        return out.getvalue()

    return turned


def _reportlab(script: Script) -> bytes:
    styles = getSampleStyleSheet()
    body, large, small = styles["BodyText"], styles["Heading2"], styles["Italic"]

    def set_block(block: Block) -> list[Flowable]:
        texts = [Paragraph(row[0], body) for row in block.rows if row]
        if block.kind == "break":
            return [PageBreak()]
        if block.kind == "list":
            return [ListFlowable(texts, bulletType="bullet", start="•")]
        if block.kind == "columns":
            return [BalancedColumns(texts, nCols=2)]
        if block.kind == "labels":
            return [Table([list(row) for row in block.rows], colWidths=[150, 280])]
        if block.kind == "table":
            cells = [[Paragraph(cell, body) for cell in row] for row in block.rows]
            table = Table(cells, colWidths=[40, 30, 215, 90, 55], repeatRows=0)
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
            return [table]
        style = {"heading": large, "label": styles["Heading4"], "note": small}.get(block.kind, body)
        return [Paragraph(block.text, style)]

    out = io.BytesIO()
    size = A4[::-1] if script.landscape else A4
    story = [flowable for block in script.blocks for flowable in set_block(block)]
    SimpleDocTemplate(out, pagesize=size).build(story)
    return out.getvalue()


_CSS = """
@page { size: A4 %s; margin: 2cm } body { font: 11pt sans-serif } h2 { font-size: 15pt }
.columns { column-count: 2; column-gap: 1cm } .columns p { break-after: column; margin: 0 }
table { border-collapse: collapse } .table td { border: 0.5pt solid black; padding: 3pt }
.labels td { width: 5cm } .note { font-size: 8pt; border-top: 0.5pt solid black; margin-top: 1cm }
.break { break-after: page }
"""


def as_html(script: Script) -> str:
    """The script as a web page."""
    parts: list[str] = []
    for block in script.blocks:
        text = escape(block.text)
        rows = [[escape(cell) for cell in row] for row in block.rows]
        if block.kind == "heading":
            parts.append(f"<h2>{text}</h2>")
        elif block.kind == "list":
            parts.append("<ul>" + "".join(f"<li>{row[0]}</li>" for row in rows) + "</ul>")
        elif block.kind == "columns":
            inner = "".join(f"<p>{row[0]}</p>" for row in rows)
            parts.append(f'<div class="columns">{inner}</div>')
        elif block.kind in ("table", "labels"):
            cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
            parts.append(
                f"<table class={block.kind}>"
                + "".join(f"<tr>{row}</tr>" for row in cells)
                + "</table>"
            )
        elif block.kind == "label":
            parts.append(f"<p><b>{text}</b></p>")
        else:
            parts.append(f'<p class="{block.kind}">{text}</p>')
    css = _CSS % ("landscape" if script.landscape else "portrait")
    return f"<html lang=sv><meta charset=utf-8><style>{css}</style>{''.join(parts)}</html>"


def _weasyprint(script: Script) -> bytes:
    import weasyprint

    made: bytes = weasyprint.HTML(string=as_html(script)).write_pdf()
    return made


def _chromium(script: Script) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "a.html", Path(folder) / "a.pdf"
        page.write_text(as_html(script), "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command = ["chromium", *options, f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out.read_bytes()


def _libreoffice(script: Script) -> bytes:
    made = docx.Document()
    if script.landscape:
        section = made.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
    for block in script.blocks:
        if block.kind == "break":
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif block.kind == "heading":
            made.add_heading(block.text, 2)
        elif block.kind == "list":
            for row in block.rows:
                made.add_paragraph(row[0], style="List Bullet")
        elif block.rows:
            # Word minutes set columns as a table without rules.
            columns = block.kind == "columns"
            rows = (tuple(r[0] for r in block.rows),) if columns else block.rows
            grid = made.add_table(len(rows), len(rows[0]))
            grid.style = "Table Grid" if block.kind == "table" else None
            grid.autofit = False
            widths = (1.6, 1.3, 6.8, 3.5, 2.3) if block.kind == "table" else (8.0, 8.0)
            for column, width in zip(grid.columns, widths, strict=True):
                column.width = Cm(width)
                for cell in column.cells:
                    cell.width = Cm(width)
            for row_cells, row in zip(grid.rows, rows, strict=True):
                for cell, text in zip(row_cells.cells, row, strict=True):
                    cell.text = text
        else:
            made.add_paragraph().add_run(block.text).bold = block.kind == "label"
    with tempfile.TemporaryDirectory() as folder:
        made.save(str(Path(folder) / "a.docx"))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, f"{folder}/a.docx"], check=True, capture_output=True, timeout=180)
        return (Path(folder) / "a.pdf").read_bytes()


def _typst(script: Script) -> bytes:
    import typst

    def quoted(text: str) -> str:
        return "#" + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    parts = [f'#set page(paper: "a4", flipped: {str(script.landscape).lower()})', "#set text(11pt)"]
    for block in script.blocks:
        if block.kind == "heading":
            parts.append(f"== {quoted(block.text)}")
        elif block.kind == "list":
            parts += [f"- {quoted(row[0])}" for row in block.rows]
        elif block.kind == "columns":
            halves = "\n#colbreak()\n".join(quoted(row[0]) for row in block.rows)
            parts.append(f"#columns(2)[{halves}]")
        elif block.kind == "table":
            cells = ", ".join(f"[{quoted(cell)}]" for row in block.rows for cell in row)
            parts.append(f"#table(columns: (1.4cm, 1.2cm, 7.4cm, 3cm, 2.2cm), {cells})")
        elif block.kind == "labels":
            cells = ", ".join(f"[{quoted(cell)}]" for row in block.rows for cell in row)
            parts.append(f"#grid(columns: (6cm, 9cm), row-gutter: 0.8em, {cells})")
        elif block.kind == "break":
            parts.append("#pagebreak()")
        elif block.kind == "note":
            parts.append(f"#footnote[{quoted(block.text)}]")
        elif block.kind == "label":
            parts.append(f"*{quoted(block.text)}*")
        else:
            parts.append(quoted(block.text))
    made = typst.compile("\n\n".join(parts).encode(), format="pdf")
    return bytes(made)


# ------------------------------------------------------------------------------ scans


def scanned(pdf: bytes, dpi: int, skew: float, noise: float, seed: int = 1) -> bytes:
    """A PDF of pictures of the pages, `skew` degrees aslant, with grain (`noise` of 255)."""
    grain = np.random.default_rng(seed)
    pictures: list[Image.Image] = []
    with pypdfium2.PdfDocument(pdf) as source:
        for number in range(len(source)):
            page = source[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            page = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
            page = page.filter(ImageFilter.GaussianBlur(0.4 * dpi / 200))
            dots = np.asarray(page, dtype=np.float32) + grain.normal(0, noise, page.size[::-1])
            pictures.append(Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    pictures[0].save(
        out, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:], quality=80
    )
    return out.getvalue()


# ------------------------------------------------------------------------------ measures


def read_words(document: Document) -> list[str]:
    """What reading brought back, hyphens at line ends undone, bullets left out.

    The rows of a table are read cell by cell, as `Document.tables` has them, also one that a page
    break parts.
    """
    spans: list[tuple[int, int]] = []
    tables: set[int] = set()
    for line in (line for page in document.pages for line in page.lines):
        if line.cell is None:
            spans.append((line.start, line.end))
        elif line.cell.table not in tables:
            tables.add(line.cell.table)
            rows = document.tables[line.cell.table].rows
            spans += [span for row in rows for cell in row for span in cell.spans]
    words = Passage.of_spans(document, spans).text.split()
    return [word for word in words if bullet_of(f"{word} x") != "•"]


def words_in_order(written: Sequence[str], read: Sequence[str]) -> float:
    """The part of the written words that were read, in the written order."""
    blocks = SequenceMatcher(None, written, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(written), 1)


def letters_wrong(written: str, read: str) -> float:
    """Letters that must be changed, put in or taken out, as a part of the written ones (CER)."""
    if not written:
        return float(bool(read))
    # Myers' bit-parallel edit distance, over Python's long integers.
    peq: dict[str, int] = {}
    for at, letter in enumerate(written):
        peq[letter] = peq.get(letter, 0) | 1 << at
    mask, last = (1 << len(written)) - 1, 1 << (len(written) - 1)
    plus, minus, score = mask, 0, len(written)
    for letter in read:
        equal = peq.get(letter, 0)
        across = (((equal & plus) + plus) ^ plus) | equal
        up = minus | ~(across | plus) & mask
        down = plus & across
        equal |= minus
        score += bool(up & last) - bool(down & last)
        up = (up << 1 | 1) & mask
        down = (down << 1) & mask
        plus = down | ~(equal | up) & mask
        minus = up & equal
    return score / len(written)


def heads_found(script: Script, document: Document) -> float:
    """The part of the script's § that begin a line."""
    begun = [document.text_of(line).replace("\t", " ") for line in document.lines]
    numbers = [" ".join(head.split()[:2]) for head in script.heads]
    found = sum(any(line.startswith(f"{number} ") for line in begun) for number in numbers)
    return found / len(numbers) if numbers else 1.0
