"""Words out of pictures of pages: the engine that is on the machine, and what is done to its picture.

Nothing here knows a PDF. A picture is a grey NumPy array (height, width) of
bytes, 0 black and 255 white; all places are in its dots, origin top left.
"""
