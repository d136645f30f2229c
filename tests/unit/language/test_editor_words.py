"""The editor that a wish for an export names, in English and in Chinese, with and without spaces."""

from __future__ import annotations

import pytest

from nemovideo_mcp.language.editor_words import editor_in


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("export it as a Premiere project", "xml"),
        ("hand it to Resolve", "fcpxml"),
        ("export an EDL", "edl"),
        ("导出为Premiere工程", "xml"),
        ("导出为PR工程", "xml"),
        ("导出为EDL", "edl"),
        ("导出成FCPXML", "fcpxml"),
        ("导出为otio格式", "otio"),
        ("导出到Final Cut", "fcpxml"),
        ("导出为达芬奇工程", "fcpxml"),
        ("导出到剪映pro", "capcut"),
        ("export the film", ""),
        ("resolve the clash and export", ""),
        ("export it as pedlar.mp4", ""),
        ("export it as my_edl_test.mp4", ""),
    ],
)
def test_an_editor_is_found_by_its_name_and_by_no_part_of_another_word(said: str, kind: str) -> None:
    assert editor_in(said) == kind
