"""The language the model is written in: lines, spelled as Python, Excel and English."""
