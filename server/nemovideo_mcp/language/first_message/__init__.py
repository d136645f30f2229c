"""A message where there is no film yet: read as the description of one."""
