"""Automatic numbers are those that Word and Writer show."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.read import read
from tests.generate.office import abstract, level, num, numbering, p, point, word, writer


def _lines(path: Path) -> list[str]:
    document = read(path)
    return [document.text_of(line) for line in document.lines]


def _listed(tmp_path: Path, body: str, *lists: str, styles: str = "") -> Path:
    parts = {"numbering.xml": numbering(*lists)}
    relations = {"n": ("numbering", "numbering.xml")}
    if styles:
        head = parts["numbering.xml"].split(">")[0].removeprefix("<w:numbering")
        parts["styles.xml"] = f"<w:styles{head}>{styles}</w:styles>"
        relations["s"] = ("styles", "styles.xml")
    return word(tmp_path / "listor.docx", body, parts, relations)


_RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="%d"/></w:lvlOverride>'
_SECTION = abstract(
    1, level(0, "§ %1", start=31), level(1, "%1.%2"), level(2, "%3)", "lowerLetter")
)

_WORD = {
    "two instances of one definition count on": (
        [_SECTION, num(1, 1), num(2, 1)],
        [("A", 1, 0), ("B", 2, 0), ("C", 1, 0)],
        ["§ 31 A", "§ 32 B", "§ 33 C"],
    ),
    "an instance begins anew, once": (
        [_SECTION, num(1, 1), num(2, 1, _RESTART % 7)],
        [("A", 1, 0), ("B", 2, 0), ("C", 2, 0), ("D", 1, 0)],
        ["§ 31 A", "§ 7 B", "§ 8 C", "§ 9 D"],
    ),
    "two definitions count for themselves": (
        [_SECTION, abstract(2, level(0, "%1.")), num(1, 1), num(2, 2)],
        [("A", 1, 0), ("B", 2, 0), ("C", 1, 0)],
        ["§ 31 A", "1. B", "§ 32 C"],
    ),
    "a deeper level begins anew under each point": (
        [_SECTION, num(1, 1)],
        [("A", 1, 0), ("b", 1, 1), ("c", 1, 1), ("D", 1, 0), ("e", 1, 1)],
        ["§ 31 A", "31.1 b", "31.2 c", "§ 32 D", "32.1 e"],
    ),
    "a level that never begins anew": (
        [
            abstract(1, level(0, "%1."), level(1, "§ %2", more='<w:lvlRestart w:val="0"/>')),
            num(1, 1),
        ],
        [("A", 1, 0), ("b", 1, 1), ("C", 1, 0), ("d", 1, 1)],
        ["1. A", "§ 1 b", "2. C", "§ 2 d"],
    ),
    "a level that only the first level begins anew": (
        [
            abstract(
                1,
                level(0, "%1."),
                level(1, "%2)"),
                level(2, "(%3)", more='<w:lvlRestart w:val="1"/>'),
            ),
            num(1, 1),
        ],
        [("A", 1, 0), ("b", 1, 1), ("c", 1, 2), ("d", 1, 1), ("e", 1, 2), ("F", 1, 0), ("g", 1, 2)],
        ["1. A", "1) b", "(1) c", "2) d", "(2) e", "2. F", "(1) g"],
    ),
    "roman and lettered levels, and one that writes all in figures": (
        [
            abstract(
                1,
                level(0, "%1", "upperRoman"),
                level(1, "%2.", "lowerLetter"),
                level(2, "%1.%2.%3", more="<w:isLgl/>"),
            ),
            num(1, 1),
        ],
        [("A", 1, 0), ("b", 1, 1), ("c", 1, 2)],
        ["I A", "a. b", "1.1.1 c"],
    ),
    "a deeper point without one above it": (
        [_SECTION, num(1, 1)],
        [("a", 1, 1), ("b", 1, 1)],
        ["31.1 a", "31.2 b"],
    ),
    "text between the points, and a paragraph that leaves its list": (
        [_SECTION, num(1, 1)],
        [("A", 1, 0), ("fritt", 0, 0), ("B", 1, 0)],
        ["§ 31 A", "fritt", "§ 32 B"],
    ),
}


@pytest.mark.parametrize("name", _WORD)
def test_word_lists_show_these_numbers(tmp_path: Path, name: str) -> None:
    lists, points, right = _WORD[name]
    body = "".join(point(*each) for each in points)
    assert _lines(_listed(tmp_path, body, *lists)) == right


def test_a_list_that_links_to_a_list_style(tmp_path: Path) -> None:
    link = abstract(2, more='<w:numStyleLink w:val="Paragrafer"/>')
    own = abstract(1, level(0, "§ %1", start=88), more='<w:styleLink w:val="Paragrafer"/>')
    style = (
        '<w:style w:type="numbering" w:styleId="Paragrafer"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = point("A", 2) + point("B", 2)
    path = _listed(tmp_path, body, own, link, num(1, 1), num(2, 2), styles=style)
    assert _lines(path) == ["§ 88 A", "§ 89 B"]


def test_a_paragraph_style_has_its_level_of_the_list(tmp_path: Path) -> None:
    definition = abstract(
        1,
        level(0, "§ %1", more='<w:pStyle w:val="Punkt"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="Under"/>'),
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name in ("Punkt", "Under")
    )
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("A", "Punkt"), ("b", "Under"), ("C", "Punkt"), ("d", "Under"))
    )
    path = _listed(tmp_path, body, definition, num(1, 1), styles=styles)
    assert _lines(path) == ["§ 1 A", "1.1 b", "§ 2 C", "2.1 d"]


# ------------------------------------------------------------------------------ Writer

_NUMBERED = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-prefix="§ " style:num-format="1"'
    ' text:start-value="31"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix=")"'
    ' text:display-levels="2"/></text:list-style>'
)


def _item(inner: str, more: str = "") -> str:
    return f"<text:list-item {more}>{inner}</text:list-item>"


def _list(*items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L" {more}>{"".join(items)}</text:list>'


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def _h(text: str, at: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{at}" {more}>{text}</text:h>'


_GOES_ON = 'text:continue-numbering="true"'
_WRITER = {
    "a list begins where its style says": (
        _list(_item(_p("A")), _item(_p("B"))),
        ["§ 31 A", "§ 32 B"],
    ),
    "a list goes on": (
        _list(_item(_p("A"))) + _p("fritt") + _list(_item(_p("B")), more=_GOES_ON),
        ["§ 31 A", "fritt", "§ 32 B"],
    ),
    "a list that does not go on begins anew": (
        _list(_item(_p("A"))) + _list(_item(_p("B"))),
        ["§ 31 A", "§ 31 B"],
    ),
    "a list goes on with another than the last": (
        _list(_item(_p("A")), more='xml:id="a"')
        + _list(_item(_p("X")))
        + _list(_item(_p("B")), more='text:continue-list="a"'),
        ["§ 31 A", "§ 31 X", "§ 32 B"],
    ),
    "an item has its own number": (
        _list(_item(_p("A")), _item(_p("B"), 'text:start-value="40"'), _item(_p("C"))),
        ["§ 31 A", "§ 40 B", "§ 41 C"],
    ),
    "levels": (
        _list(
            _item(_p("A") + _list(_item(_p("b")), _item(_p("c")))),
            _item(_p("D") + _list(_item(_p("e")))),
        ),
        ["§ 31 A", "31.1) b", "31.2) c", "§ 32 D", "32.1) e"],
    ),
    "a header of a list and a second paragraph of an item have none": (
        '<text:list text:style-name="L">'
        "<text:list-header><text:p>Rubrik</text:p></text:list-header>"
        + _item(_p("A") + _p("mer")) + _item(_p("B")) + "</text:list>",
        ["Rubrik", "§ 31 A", "mer", "§ 32 B"],
    ),
    "headings within a list": (
        _list(_item(_h("A"))) + _list(_item(_h("B")), more=_GOES_ON),
        ["§ 31 A", "§ 32 B"],
    ),
    "a list in a cell": (
        "<table:table><table:table-row><table:table-cell>"
        + _list(_item(_p("A")), _item(_p("B")))
        + "</table:table-cell></table:table-row></table:table>",
        ["§ 31 A", "§ 32 B"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _WRITER)
def test_writer_lists_show_these_numbers(tmp_path: Path, name: str) -> None:
    body, right = _WRITER[name]
    assert _lines(writer(tmp_path / "listor.odt", body, _NUMBERED)) == right


def test_headings_show_the_numbers_of_the_outline(tmp_path: Path) -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-prefix="§ "'
        ' style:num-format="1" text:start-value="88"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    )
    body = (
        _h("A") + _h("b", 2) + _h("c", 2) + _h("Beslut", 3) + _h("D") + _h("e", 2)
        + _h("Bilagor", 1, 'text:is-list-header="true"')
        + _h("F", 1, 'text:restart-numbering="true" text:start-value="3"')
    )  # fmt: skip
    right = ["§ 88 A", "88.1 b", "88.2 c", "Beslut", "§ 89 D", "89.1 e", "Bilagor", "§ 3 F"]
    assert _lines(writer(tmp_path / "listor.odt", body, styles=outline)) == right


# ------------------------------------------------------------------------------ LibreOffice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_numbers_are_those_that_libreoffice_renders(tmp_path: Path) -> None:
    paths = []
    for at, name in enumerate(list(_WORD)[:2]):
        lists, points, _ = _WORD[name]
        made = _listed(tmp_path, "".join(point(*each) for each in points), *lists)
        paths.append(made.rename(tmp_path / f"word{at}.docx"))
    for at, name in enumerate(("a list goes on", "levels")):
        paths.append(writer(tmp_path / f"writer{at}.odt", _WRITER[name][0], _NUMBERED))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path / "ut"),
         *map(str, paths)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for path in paths:
        shown = (tmp_path / "ut" / f"{path.stem}.txt").read_text("utf-8-sig").splitlines()
        assert [_folded(line) for line in shown if line.strip()] == list(map(_folded, _lines(path)))


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text)
