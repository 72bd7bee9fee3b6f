"""From the gateway's lists to our models: what each can do, named as in our own API.

What a list does not declare is not offered. A model that could not work here (it needs a film
or a sound to start from, or makes something else) is not read at all.
"""
