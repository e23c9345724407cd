"""The words by which signatures, disclaimers and contact forms are known."""

from sql.reply_words import phrases

# What telephones and programs write below a mail: a beginning and what it came from.
DEVICE_BEGINNINGS = phrases("""
    sent from | sent with | sent via | sent using | gesendet von | gesendet mit | gesendet via
    gesendet aus | von meinem | von meiner | diese nachricht wurde von meinem
    envoyé de | envoyé depuis | envoyé à partir d | envoyé avec | envoyé via
    enviado desde | enviado con | enviado do | enviado de | inviato da | verzonden vanaf
    verzonden met | verzonden vanuit | verstuurd vanaf | sendt fra | skickat från
    wysłane z | lähetetty | odesláno z | отправлено с | отправлено из | get outlook for
    outlook für | télécharger outlook | obtenga outlook | obtener outlook
""")
DEVICES = phrases("""
    iphone | ipad | ios | android | smartphone | handy | telefon | phone | téléphone | móvil
    mobile | samsung | galaxy | huawei | xiaomi | pixel | blackberry | nokia | tablet | outlook
    yahoo | gmail | gmx | web.de | t-online | telekom | proton | aol | windows | mail | zoho
""")
OWN_THINGS = phrases("my | meinem | meiner | mon | mi | meu | mijn | min | mio | moj | mého")

# A line that closes a mail: alone, or with a name behind it.
SIGN_OFFS = phrases("""
    regards | kind regards | best regards | warm regards | many regards | with kind regards
    with best regards | best wishes | kind wishes | warm wishes | with best wishes | cheers
    sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | all the best
    mit freundlichen grüßen | mit freundlichem gruß | mit besten grüßen | mit freundlichen grüssen
    mit vielen grüßen | mit lieben grüßen | viele grüße | beste grüße | liebe grüße | schöne grüße
    freundliche grüße | herzliche grüße | sonnige grüße | freundliche grüsse | viele grüsse
    liebe grüsse | grüße | gruß | lieber gruß | beste grüsse | mfg | lg | vg | hochachtungsvoll
    cordialement | bien cordialement | très cordialement | bien à vous | sincères salutations
    salutations distinguées | salutations | meilleures salutations | amicalement
    saludos | un saludo | saludos cordiales | un cordial saludo | cordialmente | atentamente
    muy atentamente | reciba un cordial saludo | un abrazo
    cordiali saluti | distinti saluti | met vriendelijke groet | met vriendelijke groeten
    vriendelijke groet | groeten | mvh | med vänliga hälsningar | vänliga hälsningar | hälsningar
    med venlig hilsen | venlig hilsen | med vennlig hilsen | vennlig hilsen | hilsen | hilsner
    atenciosamente | cumprimentos | com os melhores cumprimentos | pozdrawiam | z poważaniem
    ystävällisin terveisin | terveisin | s pozdravem | с уважением
""")
# These close a mail too, but they are thanks: the line stays, the names below it go.
THANKFUL = phrases("""
    thanks and regards | thanks and best regards | thanks and kind regards
    many thanks and best regards | many thanks and kind regards | danke und gruß
    danke und viele grüße | vielen dank und viele grüße | vielen dank und beste grüße
    vielen dank und freundliche grüße | vielen dank und liebe grüße | merci et cordialement
    merci d'avance et cordialement | gracias y saludos | gracias y un saludo
    muchas gracias y saludos
""")
FROM_WHERE = phrases("from | aus | von | vom | de | desde | depuis | du | da | uit | från | fra")

DISCLAIMERS = phrases("""
    this e-mail | this email | this message | this communication | confidentiality notice
    disclaimer | important notice | the information in this | the information contained in
    the contents of this | please consider the environment | diese e-mail | diese email
    diese nachricht | der inhalt dieser | vertraulichkeitshinweis | bitte denken sie an die umwelt
    bitte prüfen sie, ob | ce message | cet e-mail | ce courriel | ce courrier | les informations
    pensez à l'environnement | este mensaje | este correo | este e-mail | la información contenida
    aviso legal | aviso de confidencialidad | antes de imprimir | le informazioni contenute
    questo messaggio | questa e-mail | dit bericht | deze e-mail | esta mensagem
""")
# One of these makes it one; "this message was never answered" is a customer's.
SECRETS = phrases("""
    confiden | intended | privileged | addressee | recipient | environment | vertraulich
    empfänger | umwelt | destinat | destinée | destiné | environnement | medio ambiente | dirige
    privileg | riservat | imprim | drucken | print | vertrouwelijk
""")

# What a line below the name may hold that the shop must not lose.
KEPT_BELOW = phrases("""
    order | bestell | auftrag | commande | pedido | tracking | sendung | envío | colis | paket
    parcel | invoice | rechnung | facture | factura | kunden | customer | client | ticket | retour
""")

FORM_LABELS = {
    "name": phrases("""
        name | your name | full name | first name | last name | vorname | nachname | ihr name
        nom | prénom | votre nom | nombre | apellidos | su nombre
    """),
    "email": phrases("""
        email | e-mail | your email | email address | e-mail address | mail | e-mail-adresse
        ihre e-mail | adresse e-mail | adresse mail | courriel | votre e-mail | correo
        correo electrónico | su correo
    """),
    "message": phrases("""
        message | your message | comment | comments | body | question | enquiry | inquiry
        nachricht | ihre nachricht | mitteilung | anfrage | anliegen | frage | kommentar
        votre message | commentaire | demande | mensaje | su mensaje | comentario | consulta
    """),
    "order": phrases("""
        order | order number | order no | order no. | order id | bestellnummer | bestellung
        auftragsnummer | numéro de commande | n° de commande | commande | número de pedido
        nº de pedido | pedido
    """),
    "machine": phrases("""
        ip | ip address | ip-adresse | adresse ip | dirección ip | user agent | browser | page url
        sent from page | referrer | gesendet am | country code
    """),
}
