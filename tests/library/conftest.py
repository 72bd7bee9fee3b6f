"""The studio of the generation tests, and a library to put in order."""

from tests.generation.conftest import ada, module_studio, shared

__all__ = ["ada", "module_studio", "shared"]
