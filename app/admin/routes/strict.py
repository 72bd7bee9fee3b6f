"""What the bodies of administrators' requests have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.routing.validation import LARGEST


class Strict(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


Limit = Annotated[int, Field(strict=True, ge=0, le=LARGEST)] | None
"""A whole number, or null for none."""
