"""A brief as DOCX in the form of Chinese office documents: styles, real footnotes, fields, pictures at 200 ppi."""

from gongxing.briefs.word.document import to_docx

__all__ = ["to_docx"]
