"""Forms of placeholders, null words and dummies in mails, and what only looks like them."""

# Forms in which shop systems and mail programs leave their placeholders.
FORMS = (
    "[CUSTOMER_NAME]", "{{ customer.first_name }}", "{{name}}", "{customer}", "${customer.name}",
    "%FIRSTNAME%", "*|FNAME|*", "<<first name>>", "{% if customer %}", "<%= customer.name %>",
    "%(name)s", "@@NAME@@", "__NAME__", "[customer-name]", "{{ customer | default: 'x' }}",
    "{{customer.name|capitalize}}", "${order['name']}", "[First Name]", "{firstName}", "{{{name}}}",
    "*|MERGE1|*", "{%- assign name = customer -%}", "%%customer_name%%",
    "{{ $json.name }}", "#{customer.name}", "[[name]]", "@@first_name@@",
    "__customer_name__", "<<Vorname>>", "{Vorname}", "%Name%", "[NAME DES KUNDEN]",
)  # fmt: skip
SUBJECT_FORMS = ("{{ shop.name }}", "[SHOP_NAME]", "%SHOP%", "*|SHOP|*", "${shop}", "@@SHOP@@")
LINK_FORMS = ("{{ tracking_number }}", "%7B%7Btracking%7D%7D", "[TRACKING_NUMBER]", "${code}")
# What stands in brackets, braces or per cents and is none.
NO_FORMS = (
    "[1]", "[sic]", "50%–70%", "{1}", "(x)", "{ }", "100 % – 50 %", "<3", "a_b__c", "5 $ {–}",
    "@home @work",
)  # fmt: skip
NULLS = (
    "None", "null", "NULL", "undefined", "nan", "NaN", "nil", "N/A", "#N/A", "[object Object]", "-",
    "--", "n/a", "none",
)  # fmt: skip
NO_DATES = ("Invalid Date", "01.01.1970", "1970-01-01", "0000-00-00", "1 January 1970", "-")
LINK_NULLS = ("undefined", "null", "None", "nan")
NO_NULLS = (
    "Nan, Nil & None-Such", "Null Problemo!", "N/Aktion", "nonesuch – undefinedness", "24-7 -- 365",
)  # fmt: skip
NO_DUMMIES = (
    "XXL, XXX", "Loremo & Ipsumo", "TBD-Kabel, TBA-Norm", "Mustermann & Doe GmbH", "testing@home",
)  # fmt: skip
