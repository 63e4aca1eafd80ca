"""Files that mean harm, made from an honest workbook when a test or a benchmark wants them. None is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

MB = 1_000_000
SHEET, STRINGS, LISTING = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"
WORKBOOK_KIND = b"spreadsheetml.sheet.main+xml"


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of an honest workbook."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def with_part(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], bytes]:
    """The workbook with a part more, or with another in its place."""
    return lambda parts: packed({**parts, name: content})


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], bytes]:
    """The workbook with something else in a part, which must have been there."""

    def made(parts: dict[str, bytes]) -> bytes:
        assert old in parts[name]
        return packed({**parts, name: parts[name].replace(old, new, 1)})

    return made


def noughts(number: int) -> bytes:
    """A part of nothing but spaces, as dense as can be."""
    return b"<x>" + b" " * number + b"</x>"


def half_dense(number: int) -> bytes:
    """A part that unpacks to some hundred times its size: dense, but not too dense by itself."""
    return b"".join(b"%010d" % each + b"A" * 990 for each in range(number // 1000))


def bomb(parts: dict[str, bytes]) -> bytes:
    """300 MB in one part."""
    return packed({**parts, SHEET: noughts(300 * MB)})


def lying_bomb(parts: dict[str, bytes]) -> bytes:
    """300 MB in one part that says of itself that it is 1,000 bytes."""
    made = bytearray(bomb(parts))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = made.find(mark)
        while at >= 0:
            if struct.unpack_from("<I", made, at + offset)[0] > 300 * MB:
                struct.pack_into("<I", made, at + offset, 1000)
            at = made.find(mark, at + 1)
    return bytes(made)


def sum_of_parts(parts: dict[str, bytes]) -> bytes:
    """300 MB in four parts, each of which would pass."""
    part = half_dense(75 * MB)
    return packed({**parts, **{f"xl/worksheets/sheet9{number}.xml": part for number in range(4)}})


def traversal(parts: dict[str, bytes]) -> bytes:
    """A part that would be written outside the folder it is unpacked in."""
    return packed({**parts, "../../outside.xml": b"<x/>"})


def doubled(parts: dict[str, bytes]) -> bytes:
    """Two parts of one name but for the case of its letters."""
    return packed({**parts, SHEET.upper(): parts[SHEET]})


def many(parts: dict[str, bytes]) -> bytes:
    """Six hundred parts."""
    return packed({**parts, **{f"xl/media/{number}.png": b"" for number in range(600)}})


def locked(parts: dict[str, bytes]) -> bytes:
    """A zip that says it is encrypted."""
    made = bytearray(packed(parts))
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 1)
    return bytes(made)


def wrong_sum(parts: dict[str, bytes]) -> bytes:
    """A part whose content is not what was packed."""
    made, content = bytearray(packed(parts)), zlib.crc32(parts[SHEET])
    at = made.find(struct.pack("<I", content))
    while at >= 0:
        made[at] ^= 0xFF
        at = made.find(struct.pack("<I", content), at + 1)
    return bytes(made)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + place, b"&%c;" % (97 + place) * 10) for place in range(9)
)
EXTERNAL = (
    b'<Relationship Id="rId999" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    b'Target="http://example.org/x.png" TargetMode="External"/></Relationships>'
)
FAR = b'<c r="XFD1048576"><v>1</v></c></row>'

HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "a bomb": (bomb, "unpacks to more than 100 MB"),
    "a bomb that lies": (lying_bomb, "damaged or cut short"),
    "a bomb in four": (sum_of_parts, "unpacks to more than 250 MB"),
    "a part too dense": (with_part(SHEET, noughts(50 * MB)), "unpacks to more than 200 times its size"),
    "texts too long": (with_part(STRINGS, half_dense(30 * MB)), "unpacks to more than 20 MB"),
    "entities": (replaced(STRINGS, b"<sst", ENTITIES + b"]><sst"), "defines words of its own"),
    "entities in the list": (replaced(LISTING, b"<Types", ENTITIES + b"]><Types"), "defines words of its own"),
    "another alphabet": (
        lambda parts: packed({**parts, STRINGS: parts[STRINGS].decode().encode("utf-16")}),
        "is not UTF-8 text",
    ),
    "another encoding": (replaced(STRINGS, b"UTF-8", b"UTF-7"), "is not UTF-8 text"),
    "macros": (with_part("xl/vbaProject.bin"), "holds macros"),
    "macros by another name": (
        replaced(LISTING, b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                 b"<Override"),
        "holds macros",
    ),
    "a workbook for macros": (
        replaced(LISTING, b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                 b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "holds macros",
    ),
    "sheets of macros": (with_part("xl/macrosheets/sheet1.xml"), "holds macros"),
    "links to other files": (with_part("xl/externalLinks/externalLink1.xml"), "links to other files"),
    "a picture from elsewhere": (replaced(RELS, b"</Relationships>", EXTERNAL), "links to another file"),
    "connections": (with_part("xl/connections.xml"), "connections to data elsewhere"),
    "queries": (with_part("xl/queryTables/queryTable1.xml"), "connections to data elsewhere"),
    "embedded objects": (with_part("xl/embeddings/oleObject1.bin"), "embedded objects"),
    "controls": (with_part("xl/activeX/activeX1.xml"), "embedded objects"),
    "a way out": (traversal, "leads out of the file"),
    "a way out by the root": (with_part("/etc/x.xml"), "leads out of the file"),
    "a name twice": (doubled, "two parts of the file have one name"),
    "too many parts": (many, "more than 500 parts"),
    "a far corner": (replaced(SHEET, b"</row>", FAR), "far outside what this program writes (XFD1048576)"),
    "another kind": (replaced(LISTING, WORKBOOK_KIND, b"spreadsheetml.template.main+xml"), "does not say that it is"),
    "no workbook": (lambda parts: packed({LISTING: parts[LISTING], "word/document.xml": b"<x/>"}), "not a workbook"),
    "encrypted": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "encrypted"),
    "a locked zip": (locked, "encrypted"),
    "cut short": (lambda parts: packed(parts)[:-200], "damaged or cut short"),
    "damaged": (wrong_sum, "damaged or cut short"),
    "too large": (lambda parts: packed(parts) + bytes(21 * MB), "larger than 20 MB"),
    "text": (lambda _: b"title: a scenario, not a workbook", "not a workbook"),
    "nothing": (lambda _: b"", "not a workbook"),
}  # fmt: skip
"""Each with what is said of it."""
