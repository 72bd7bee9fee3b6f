"""/v1: the same studio in OpenAI's words, for programs that speak them. API keys only."""
