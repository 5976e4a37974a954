from datetime import date, datetime, timedelta, timezone
d = datetime(2024, 2, 29, 13, 5, 7)
print(d, d.isoformat(), d + timedelta(days=1, hours=12), d.strftime("%Y-%m-%d %H:%M:%S %j %A"), (datetime(2024, 3, 1) - d), d.weekday(), date(2024, 1, 1).isocalendar()[1], d.replace(year=2023, day=28), timedelta(hours=25), repr(timedelta(seconds=-1)), d.date(), datetime.fromisoformat("2020-01-02T03:04:05"), d < datetime(2025, 1, 1), datetime(2020, 1, 1, tzinfo=timezone.utc).isoformat(), timedelta(minutes=90).total_seconds())
