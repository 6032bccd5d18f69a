"""Kernels of the measures: arrays in, a number or a frozen dataclass out; no frames, no input or output."""
