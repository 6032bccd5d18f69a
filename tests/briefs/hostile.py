"""Words that a format could run, without a number in them."""

HOSTILE = [
    '#import "x": *', '#eval("a")', "$x^y$", "@label", "*粗*", "<w:t>x</w:t>", "]]>", "&amp;", "\\u{ABCD}",
    "#set page(width: auto)", "{{ a*b }}", "{% raw %}", "<script>alert(x)</script>", "<img src=x onerror=alert(x)>",
]  # fmt: skip
