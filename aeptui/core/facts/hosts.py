"""Adobe's production hosts, as bases without a path."""

PLATFORM_URL = "https://platform.adobe.io"
IMS_URL = "https://ims-na1.adobelogin.com"
