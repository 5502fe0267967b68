"""Bars that start at nought, labels on lines, cells that no spreadsheet runs."""

from decimal import Decimal

import pytest

from webapp.figures.rules import Measured, bar_groups, bar_width, wrapped


def measured(value: int, name: str = "Lamps") -> Measured:
    return Measured(name=name, number=str(value), value=Decimal(value))


class TestBars:
    @pytest.mark.parametrize(
        ("value", "longest", "width"),
        [(102, 102, "100.0"), (57, 102, "55.9"), (0, 102, "0.0"), (0, 0, "0.0"), (1, 264, "0.4"), (39, 100, "39.0")],
    )
    def test_a_bar_is_as_long_as_its_share_of_the_longest(self, value, longest, width):
        assert bar_width(Decimal(value), Decimal(longest)) == width

    def test_a_negative_number_is_never_drawn_as_a_positive_one(self):
        with pytest.raises(ValueError, match="negative"):
            bar_width(Decimal(-1), Decimal(5))

    def test_rows_with_one_measure_have_no_heading(self):
        groups = bar_groups([("High Street", [measured(12)]), ("Quay Road", [measured(6)])], whole=None)
        assert [group.lines for group in groups] == [(), ()]
        assert [(bar.lines, bar.number, bar.width) for group in groups for bar in group.bars] == [
            (("High Street",), "12", "100.0"),
            (("Quay Road",), "6", "50.0"),
        ]

    def test_rows_with_several_measures_have_a_heading_and_share_one_scale(self):
        rows = [
            ("2023", [measured(10, "All"), measured(5, "New")]),
            ("2024", [measured(20, "All"), measured(2, "New")]),
        ]
        groups = bar_groups(rows, whole=None)
        assert [group.lines for group in groups] == [("2023",), ("2024",)]
        assert [bar.width for group in groups for bar in group.bars] == ["50.0", "25.0", "100.0", "10.0"]
        assert [bar.series for bar in groups[0].bars] == [1, 2]

    def test_percentages_are_drawn_as_parts_of_a_hundred(self):
        (group,) = bar_groups([("Poole", [measured(39)])], whole=Decimal(100))
        assert group.bars[0].width == "39.0"

    def test_a_row_without_numbers_is_left_out(self):
        assert bar_groups([("Empty", []), ("Full", [measured(1)])], whole=None)[0].bars[0].lines == ("Full",)


class TestLabels:
    def test_a_long_label_stands_on_several_lines_and_no_word_is_lost(self):
        label = "In the street, such as begging or drinking where people sit"
        lines = wrapped(label)
        assert len(lines) == 2
        assert " ".join(lines) == label

    def test_a_word_is_never_broken(self):
        assert wrapped("Donaudampfschifffahrtsgesellschaftskapitän") == ("Donaudampfschifffahrtsgesellschaftskapitän",)

    def test_a_number_behind_the_last_line_has_its_room_there(self):
        label = "Używanie lub sprzedaż narkotyków"
        assert wrapped(label) == (label,)
        assert wrapped(label, "9%") == ("Używanie lub sprzedaż", "narkotyków")
