"""`By` in a route's signature: the administrator who asks, as the audit log names them."""

from typing import Annotated

from fastapi import Depends, Request

from app.accounts.current import AdminCaller
from app.admin.audit import Author


async def _author(request: Request, admin: AdminCaller) -> Author:
    return Author(admin.user.id, request.client.host if request.client else "")


By = Annotated[Author, Depends(_author)]
