"""Who is reminded of which deadline, exactly once per step, whatever crashes or runs twice."""
