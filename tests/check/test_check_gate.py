from __future__ import annotations

from house import House


def test_a_sound_package_passes(house: House) -> None:
    report = house.check()
    assert report.findings == ()
    assert report.not_checked == ()
    assert (report.stopped, report.exit_code) == ("", 0)
    assert report.counts["actors"] == 3
