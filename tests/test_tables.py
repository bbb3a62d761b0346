"""Tables of results: what a notebook and the terminal show."""

from w2v_helpers._tables import html_table, text_table


def test_numbers_stand_to_the_right():
    rows = [["ours", "1,503", "98.8%"], ["theirs, longer", "99", "–"], ["a", "7", "-0.5"]]
    assert text_table(["name", "words", "share"], rows).splitlines() == [
        "name            words  share",
        "ours            1,503  98.8%",
        "theirs, longer     99      –",
        "a                   7   -0.5",
    ]
    shown = html_table(["name", "words", "share"], rows)
    assert shown.count('<td style="text-align: right">') == 6 and shown.count("<td>") == 3


def test_nothing_is_taken_for_html():
    shown = html_table(["<i>"], [["a & b"], ["<script>"]], caption="<b>")
    assert "<i>" not in shown and "<script>" not in shown and "<b>" not in shown
    assert "a &amp; b" in shown and "<caption>&lt;b&gt;</caption>" in shown


def test_a_table_may_have_no_rows():
    assert text_table(["a", "b"], []) == "a  b"
    assert html_table(["a"], []) == "<table><thead><tr><th>a</th></tr></thead><tbody></tbody></table>"
