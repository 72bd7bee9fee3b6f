"""Why somebody is not let in, beyond what every feature may refuse."""

from app.errors import BadInput, Conflict, NotAllowed, SignInRequired


class WrongCredentials(SignInRequired):
    """The same for an unknown account and a wrong password, so that nobody learns which."""

    code, title = "wrong-credentials", "E-mail or password is not right"


class AccountDisabled(NotAllowed):
    code, title = "account-disabled", "An administrator has disabled this account"


class Pending(NotAllowed):
    code, title = "pending", "An administrator has yet to approve this account"


class SignupClosed(NotAllowed):
    code, title = "signup-closed", "Sign-up is closed. Ask an administrator for an account"


class InviteRequired(NotAllowed):
    code, title = "invite-required", "Sign-up is by invitation, and this needs a valid code"


class EmailTaken(Conflict):
    code, title = "email-taken", "There is already an account with this e-mail address"


class WeakPassword(BadInput):
    code, title = "weak-password", "Please choose another password"


class WrongPassword(NotAllowed):
    code, title = "wrong-password", "The current password is not right"


class LastAdmin(Conflict):
    code, title = "last-admin", "Somebody has to remain administrator"
