"""Adobe's Experience Data Model: types, the standard library, field trees and the requests that make custom fields."""
