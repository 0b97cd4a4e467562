#!/usr/bin/env python3
"""The Markdown, rendered by cmark-gfm (what GitHub renders with): nothing but the tags that it should have, tables whose
rows are whole, and names that appear as text. Usage: check_markdown.py ROOT STAMPEDE."""

import html.parser
import subprocess

from exported import arguments, expect, report, results

TAGS = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li", "strong"}
INVISIBLE_BREAK = "\u200b"


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tables, self.headings, self.texts = [], [], []
        self.where = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        expect(tag in TAGS, f"a tag {tag}")
        expect(all(name == "align" for name, _ in attributes), f"attributes {attributes}")
        self.where.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag == "h3":
            self.headings.append("")

    def handle_endtag(self, tag):
        expect(self.where.pop() == tag, f"{tag} is not nested")

    def handle_comment(self, data):
        expect(False, f"a comment {data}")

    def handle_data(self, data):
        self.texts.append(data)
        if "td" in self.where or "th" in self.where:
            self.tables[-1][-1][-1] += data
        if "h3" in self.where:
            self.headings[-1] += data


def printable(name):
    """As display_text.h writes what would steer a terminal or reorder text."""
    def escape(character):
        code = ord(character)
        if code < 32 or code == 127:
            return f"\\x{code:02x}"
        return f"\\u{{{code:x}}}" if 0x200b <= code <= 0x202e or 0x2060 <= code <= 0x206f else character
    return "".join(map(escape, name))


def main():
    root, program = arguments()
    for path, result in results(root):
        text = report(program, path, "--markdown", "-")
        rendered = subprocess.run(
            ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"],
            input=text, capture_output=True, text=True, check=True).stdout
        page = Page(rendered)
        expect(page.headings == [printable(result["scenario"]["name"])], page.headings)
        expect(len(page.tables) == 1, "one table")
        heading, *rows = page.tables[0]
        expect(all(len(row) == len(heading) for row in rows), "rows as wide as the heading")
        labels = list(dict.fromkeys(run["label"] for run in result["runs"]))
        expect(len(rows) == len(labels), "a row for each strategy")
        for row, label in zip(rows, labels):
            expect(row[0].startswith(printable(label)), f"{row[0]!r} is not {label!r}")
        for shown in page.texts:
            for risky in ("@everyone", "http://", "#1", "GH-2"):
                at = shown.find(risky)
                expect(at < 0 or shown in "".join(row[0] for row in rows) or shown in page.headings[0],
                       f"{risky} in {shown!r}")
        expect("**" not in rendered, "emphasis that is none")


if __name__ == "__main__":
    main()
