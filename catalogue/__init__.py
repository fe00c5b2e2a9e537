"""The language that flow files are written in, used by both ends: kiosk and bureau.

Start reading at :mod:`catalogue.flow`; ``check`` proves that a directory of flow files can be served.
"""
