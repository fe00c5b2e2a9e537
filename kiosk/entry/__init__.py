"""What is entered, key by key: the rules behind the pads, and the screens that ask. The screen only draws and says which key was touched.

Each entry has ``press(key)`` and tells what stands there; asking.py holds the loops that show it until the
citizen goes on. Only zhuyin.py touches libchewing.
"""
