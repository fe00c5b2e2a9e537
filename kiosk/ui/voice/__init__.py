"""The voice: what a screen says, how it is read, how it sounds, and when it is silent. No Kivy in here.

:mod:`spoken` turns a view into sentences, :mod:`focus` what has the focus, :mod:`changes` what is new on the same screen;
:mod:`reading` makes of them what a program can read aloud; :mod:`mouth` speaks with the help of a :mod:`reader`,
:mod:`voice` is one visit's voice.
"""
