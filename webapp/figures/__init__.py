"""Figures that partners published: tables, numbers and charts, each with its period, its source and its doubts."""
