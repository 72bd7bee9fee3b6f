"""Which models the gateway offers, what each can do, and what it costs.

`service.Catalogue` answers from memory; `check` says whether a model can do what is asked,
`quote` what it will cost. Capabilities and prices come from the gateway's own lists.
"""
