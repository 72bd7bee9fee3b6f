"""The gateway (OpenRouter, or whatever speaks its wire format) in our words.

The foreign world ends in this folder: our values (`model`) and our errors (`errors`) come
out, whatever was on the wire. Ask `client.Gateway`; everything else serves it.
"""
