"""What a figure cannot be made of."""


class FigureError(ValueError):
    """Data or options that a figure cannot use: the message says what was expected, what came and what to do."""
