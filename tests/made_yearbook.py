"""A small yearbook: output and residents of three cities in two years."""

from __future__ import annotations

YEARBOOK = """地区,年份,地区生产总值（亿元）,常住人口（万人）
成都市,2024,23511.3,2147.4
成都市,2025,24763.6,2153.5
绵阳市,2024,4344.1,491.1
绵阳市,2025,4638.4,492.4
眉山市,2024,1835.5,296.6
眉山市,2025,1937.7,296.9
"""
