"""How Chromium is started to measure and to test: without what its own window does besides."""

import os
import shutil

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"

_PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""What Playwright 1.65 switches off: of several such arguments the last one counts."""

_SUGGESTIONS = ("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup")
"""The pages that each new window of Chromium 156 makes ready below its address bar, which nobody
sees here: 1.3 of the 2 seconds of processor time that a window with one empty page takes."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    f"--disable-features={','.join((*_PLAYWRIGHTS, *_SUGGESTIONS))}",
]
