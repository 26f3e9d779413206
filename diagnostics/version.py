"""The program's version, where reading it costs no import."""

VERSION = "0.1.0"
