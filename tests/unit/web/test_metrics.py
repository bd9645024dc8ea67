from __future__ import annotations

from bot.web.metrics import Gauge, as_text


def test_a_page_of_figures_is_what_prometheus_reads():
    page = as_text(
        [
            Gauge(name="nutgraf_stories", about="Stories.", values=[({}, 12_345_678)]),
            Gauge(
                name="nutgraf_feeds",
                about="Feeds.",
                values=[({"state": "ok"}, 3), ({"state": 'a "b"\\\n'}, 0.5)],
            ),
        ]
    )

    assert page == (
        "# HELP nutgraf_stories Stories.\n"
        "# TYPE nutgraf_stories gauge\n"
        "nutgraf_stories 12345678\n"
        "# HELP nutgraf_feeds Feeds.\n"
        "# TYPE nutgraf_feeds gauge\n"
        'nutgraf_feeds{state="ok"} 3\n'
        'nutgraf_feeds{state="a \\"b\\"\\\\\\n"} 0.5\n'
    )


def test_a_time_keeps_its_milliseconds():
    gauge = Gauge(name="at", about="Time.", values=[({}, 1_772_452_800.125)])

    assert as_text([gauge]).endswith("at 1772452800.125\n")
