"""Every path of every service, walked by a scripted citizen through the counter's own steps.

``plans`` finds the paths, ``wayfarer`` walks one of them, ``play`` walks many side by side.
"""
