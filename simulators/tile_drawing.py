"""An invented town that goes on for ever, tile by tile: blocks, streets, parks and rivers that meet at every edge.

Everything follows from the place alone (metres in EPSG:3857), so that the same tile is the same picture every time.
"""

import io
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

Point = tuple[float, float]
Cell = tuple[int, int]  # the numbers of the two streets at its corner
Box = tuple[float, float, float, float]  # west, south, east, north in metres
SIZE, FINE = 256, 2  # pixels of a tile, and how many times finer it is drawn
BLOCK, LONG = 260.0, 4  # metres between streets, and every which street is a thoroughfare
# Up to how many metres of a pixel the thoroughfares are every fourth street, every sixteenth, every 64th and fewer.
THINNED = ((45, LONG), (140, 16), (350, 64), (math.inf, 512))
RIVER_METRES, ROAD_METRES = 200, 2_500  # of a pixel: farther out there are none
TURN = math.radians(14)
RIVERS = 9_000.0
# Metres of a pixel up to which names, houses and small streets, and parks are drawn.
NAMES, NEAR, TOWN = 5, 12, 26
PARK_SHARE, HOUSE_SHARE, GAP_SHARE, NAME_SHARE, ALONG_SHARE = 0.08, 0.72, 0.16, 0.16, 0.6
WIDE, NARROW = 26, 14
BANK = 190
# Pillow's own face has no letters with dots and rings.
STREETS = (
    "Exempelgatan", "Provstigen", "Mallgatan", "Testbacken", "Skissgatan", "Fiktionsgatan", "Utkastgatan", "Demogatan",
)  # fmt: skip
PARKS = ("Mallparken", "Provlunden", "Exempelparken", "Skisshagen")


@dataclass(frozen=True)
class Look:
    """The colours of one layer; `roofs` make it an aerial picture, with trees and grain."""

    land: str
    block: str
    road: str
    edge: str
    water: str
    park: str
    label: str
    roofs: tuple[str, ...] = ()


LOOKS = {
    "karta": Look("#eff0ea", "#e2e3db", "#ffffff", "#d9dad2", "#cfe0e6", "#d9e5cf", "#5b6567"),
    "karta-mork": Look("#1b2325", "#263034", "#344043", "#11181a", "#17323c", "#203024", "#a3afb0"),
    "flygbild": Look(
        "#4a5742", "#77736a", "#a5a196", "#3d4537", "#20424d", "#33472c", "#ffffff",
        ("#77736a", "#86796b", "#6c6c68", "#8c5f4f", "#5f5a55"),
    ),
}  # fmt: skip


@lru_cache(maxsize=2000)
def png(layer: str, box: Box) -> bytes:
    """The picture of a square of the world in one of the looks, 256 pixels wide."""
    picture = _Sheet(box, LOOKS[layer]).drawn()
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=4)
    return written.getvalue()


class _Sheet:
    """One tile on its way; places are (along, across) in metres, turned as the town is."""

    def __init__(self, box: Box, look: Look) -> None:
        self.box, self.look = box, look
        self.metres = (box[2] - box[0]) / SIZE  # of one pixel
        self.image = Image.new("RGB", (SIZE * FINE, SIZE * FINE), look.land)
        self.pen = ImageDraw.Draw(self.image)
        corners = [_turned(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        room = BLOCK * 1.5
        self.every = next(every for most, every in THINNED if self.metres <= most)
        step = 1 if self.metres < TOWN else self.every
        self.columns = _whole(min(u for u, _ in corners) - room, max(u for u, _ in corners) + room, step)
        self.rows = _whole(min(v for _, v in corners) - room, max(v for _, v in corners) + room, step)

    def drawn(self) -> Image.Image:
        if self.metres < TOWN:
            for cell in self._cells():
                self._cell(cell, is_near=self.metres < NEAR)
        if self.metres < NEAR:
            self._roads(list(self._lines(is_long=False)), NARROW)
        if self.metres < RIVER_METRES:
            self._river()
        if self.metres < ROAD_METRES:
            self._roads(list(self._lines(is_long=True)), WIDE)
        small = self.image.resize((SIZE, SIZE), Image.Resampling.BOX)
        if self.look.roofs:
            small = ImageChops.multiply(small, _grain())
        if self.metres < NAMES:
            self._labels(small)
        return small

    def _cells(self) -> Iterator[Cell]:
        return ((column, row) for column in self.columns for row in self.rows)

    def _cell(self, cell: Cell, *, is_near: bool) -> None:
        chance = _chance("cell", cell)
        corners = [_crossing(cell[0] + i, cell[1] + j) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
        if chance.random() < PARK_SHARE:
            self.pen.polygon([self._at(*corner) for corner in corners], fill=self.look.park)
            if is_near and self.look.roofs:
                self._trees(corners[0], chance, 60)
            return
        if not is_near:
            return
        if self.look.roofs:
            self._trees(corners[0], chance, 14)
        for i in range(5):
            for j in range(5):
                if chance.random() < HOUSE_SHARE:
                    self._house(corners[0], i, j, chance)

    def _house(self, corner: Point, i: int, j: int, chance: random.Random) -> None:
        u = corner[0] + 34 + i * 41 + chance.uniform(-5, 9)
        v = corner[1] + 34 + j * 41 + chance.uniform(-5, 9)
        wide, deep = chance.uniform(13, 28), chance.uniform(12, 20)
        fill = chance.choice(self.look.roofs) if self.look.roofs else self.look.block
        shape = [(u, v), (u + wide, v), (u + wide, v + deep), (u, v + deep)]
        self.pen.polygon([self._at(*place) for place in shape], fill=fill)

    def _trees(self, corner: Point, chance: random.Random, many: int) -> None:
        for _ in range(many):
            x, y = self._at(corner[0] + chance.uniform(16, 245), corner[1] + chance.uniform(16, 245))
            radius = chance.uniform(3, 8) / self.metres * FINE
            fill = chance.choice(("#3a4a33", "#33472c", "#425338"))
            self.pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill)

    def _lines(self, *, is_long: bool) -> Iterator[list[Point]]:
        """Pieces of street between two crossings; one in six of the small ones is left out."""
        for along in (True, False):
            streets, others = (self.rows, self.columns) if along else (self.columns, self.rows)
            for street in (each for each in streets if (each % self.every == 0) == is_long):
                for other in others:
                    column, row = (other, street) if along else (street, other)
                    if is_long or _chance(f"street{along}", (column, row)).random() > GAP_SHARE:
                        steps = [others.step * step / 4 for step in range(5)]
                        yield [_crossing(column + step * along, row + step * (not along)) for step in steps]

    def _roads(self, lines: list[list[Point]], wide: float) -> None:
        pixels = max(wide / self.metres, 2.0 if wide == WIDE else 1.2) * FINE
        for colour, width in ((self.look.edge, pixels + 2 * FINE), (self.look.road, pixels)):
            for line in lines:
                self._stroke([self._at(*place) for place in line], colour, width)

    def _stroke(self, line: list[Point], colour: str, width: float) -> None:
        self.pen.line(line, fill=colour, width=round(width), joint="curve")
        radius = width / 2
        for x, y in (line[0], line[-1]):
            self.pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)

    def _river(self) -> None:
        first, last = self.columns[0] * BLOCK, self.columns[-1] * BLOCK
        step = max(60.0, (last - first) / 120)
        middle = self.rows[len(self.rows) // 2] * BLOCK
        for number in _rivers(middle):
            places = [first + step * index for index in range(math.ceil((last - first) / step) + 1)]
            line = [self._at(u, _bank(number, u)) for u in places]
            self.pen.line(line, fill=self.look.water, width=round(max(210 / self.metres, 3) * FINE), joint="curve")

    def _labels(self, image: Image.Image) -> None:
        for column, row in self._cells():
            chance = _chance("label", (column, row))
            if _chance("cell", (column, row)).random() < PARK_SHARE:
                u, v = _crossing(column + 0.5, row + 0.5)
                self._write(image, (u, v), PARKS[(column + row) % len(PARKS)], 0)
            elif chance.random() < NAME_SHARE:
                along = chance.random() < ALONG_SHARE
                name = STREETS[(row if along else column) % len(STREETS)]
                place = _crossing(column + 0.5 * along, row + 0.5 * (not along))
                self._write(image, place, name, math.degrees(TURN) if along else math.degrees(TURN) - 90)

    def _write(self, image: Image.Image, place: Point, words: str, angle: float) -> None:
        if any(abs(place[1] - _bank(number, place[0])) < BANK for number in _rivers(place[1])):
            return
        text = _text(words, self.look.label, round(angle))
        x, y = (value / FINE for value in self._at(*place))
        image.paste(text, (round(x - text.width / 2), round(y - text.height / 2)), text)

    def _at(self, u: float, v: float) -> Point:
        """The pixel of a place."""
        x, y = u * math.cos(TURN) - v * math.sin(TURN), u * math.sin(TURN) + v * math.cos(TURN)
        return (x - self.box[0]) / self.metres * FINE, (self.box[3] - y) / self.metres * FINE


def _turned(x: float, y: float) -> Point:
    return x * math.cos(TURN) + y * math.sin(TURN), -x * math.sin(TURN) + y * math.cos(TURN)


def _whole(least: float, most: float, step: int) -> range:
    """Numbers of streets between two places, every so many."""
    first, last = math.floor(least / BLOCK / step) * step, math.ceil(most / BLOCK)
    return range(first, last + step, step)


def _bend(along: float) -> float:
    return 46 * math.sin(along / 870) + 24 * math.sin(along / 390 + 1.3)


def _rivers(v: float) -> range:
    """Numbers of the rivers around a place."""
    return range(math.floor(v / RIVERS) - 4, math.floor(v / RIVERS) + 5)


def _bank(number: int, u: float) -> float:
    return number * RIVERS + 5_200 + 900 * math.sin(u / 2_600 + number) + 260 * math.sin(u / 900)


def _crossing(column: float, row: float) -> Point:
    """Where two streets meet: both bend, and the bends follow each other."""
    u, v = column * BLOCK, row * BLOCK
    return u + _bend(v), v + _bend(u)


def _chance(what: str, cell: Cell) -> random.Random:
    return random.Random(f"{what} {cell[0]} {cell[1]}")  # noqa: S311 -- a picture, the same every time


@lru_cache(maxsize=200)
def _text(words: str, colour: str, angle: int) -> Image.Image:
    font = ImageFont.load_default(11)
    left, top, right, bottom = font.getbbox(words)
    text = Image.new("RGBA", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4))
    ImageDraw.Draw(text).text((2 - left, 2 - top), words, font=font, fill=colour)
    return text.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    """Light and shade of an aerial picture, the same over every tile."""
    chance = random.Random(5)  # noqa: S311 -- the same
    coarse = Image.frombytes("L", (32, 32), bytes(chance.randrange(196, 256) for _ in range(32 * 32)))
    fine = Image.frombytes("L", (SIZE, SIZE), bytes(chance.randrange(222, 256) for _ in range(SIZE * SIZE)))
    both = ImageChops.multiply(coarse.resize((SIZE, SIZE), Image.Resampling.BICUBIC), fine)
    return Image.merge("RGB", (both, both, both))
