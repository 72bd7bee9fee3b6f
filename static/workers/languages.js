/**
 * Asks for a number and a date in the person's language and throws them away. The first who asks
 * waits until the browser has loaded what it knows of all languages, 35 ms and more, four times
 * that on a phone: here it is nobody that is waited for. The language is this worker's name.
 */

const { name: locale } = self
new Intl.NumberFormat(locale, { style: "currency", currency: "USD" }).format(0)
new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(0)
new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(0, "day")
new Intl.PluralRules(locale).select(0)
close()
