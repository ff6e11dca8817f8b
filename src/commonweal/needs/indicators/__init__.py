"""What each indicator says of one area.

``of_area`` puts a finding together: ``compare`` gives its benchmark, ``direction`` the way it went, and ``sentences``
the plain words.
"""
