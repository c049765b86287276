"""What stands on a page in place of its article; as in `index.language_data.en.wall_phrases`."""

WALLS = {
    "subscription": """
    para seguir leyendo | para continuar leyendo | para leer este | para leer el artículo |
    sigue leyendo con | continúa leyendo con | exclusivo para suscriptores |
    exclusivo para socios | solo para suscriptores | sólo para suscriptores |
    contenido para suscriptores | reservado a suscriptores | reservado para suscriptores |
    suscríbete para | suscríbete desde | suscríbete por | suscríbete ahora | suscríbase para |
    suscríbase ahora | hazte suscriptor | hazte socio | regístrate gratis | regístrate para |
    regístrese para | ya eres suscriptor | ya es suscriptor | ya estás suscrito | ya eres socio |
    ya tienes cuenta | ya tiene cuenta | ya tienes una | ya tiene una | inicia sesión |
    inicie sesión | iniciar sesión | artículos gratuitos | artículos gratis |
    límite de artículos | acceso ilimitado | cancela cuando | cancele cuando | sin permanencia |
    elige tu plan | elija su plan | elige tu suscripción | primer mes | contenido premium |
    olvidado tu contraseña | olvidó su contraseña | artículo completo
    """,
    "consent": """
    tu privacidad | su privacidad | valoramos tu | respetamos tu | respetamos su | valoramos su |
    antes de continuar | aceptar todo | aceptar todas | aceptar cookies | rechazar todo |
    rechazar todas | utilizamos cookies | usamos cookies | utiliza cookies | usa cookies |
    uso de cookies | configurar cookies | configuración de cookies | política de cookies |
    política de privacidad | interés legítimo | retirar … consentimiento | tu consentimiento |
    su consentimiento | nuestros … socios | datos personales
    """,
    "robot": """
    que no eres un robot | que no es un robot | no soy un robot | que eres humano |
    que es humano | eres un robot | es usted un robot | comprobando tu navegador |
    verificando tu navegador | verificando su navegador | comprobando su navegador |
    comprobación de seguridad | verificación de seguridad | control de seguridad |
    tráfico inusual | actividad inusual | solicitudes automatizadas | acceso denegado |
    habilita javascript | habilite javascript | activa javascript | active javascript |
    bloqueador de anuncios | bloqueador de publicidad | captcha | recarga la página |
    recargue la página | vuelve a cargar la página
    """,
    "missing": """
    página no encontrada | página no existe | página no se encuentra |
    página no se ha encontrado | no se ha encontrado la página | no encontramos la página |
    no hemos encontrado | no hemos podido encontrar | no pudimos encontrar | página que buscas |
    página que busca | página que estás buscando | página que está buscando | página solicitada |
    ya no existe | ya no está disponible | artículo no encontrado | noticia no encontrada |
    error 404 | 404 - | ha sido eliminada | ha sido eliminado | ha sido movida |
    haya sido eliminad | haya sido movid | haya cambiado | enlace roto | comprueba la dirección |
    compruebe la dirección | revisa la dirección | verifique la dirección | volver a la portada |
    vuelve a la portada | ir a la portada | página de inicio | página principal |
    utiliza el buscador | utilice el buscador | usa el buscador
    """,
    "closed": """
    no está disponible en tu | no está disponible en su | no disponible en tu |
    no disponible en su | por motivos legales | por razones legales | en mantenimiento |
    tareas de mantenimiento | por mantenimiento | temporalmente no disponible |
    no disponible temporalmente | fuera de servicio | vuelve a intentarlo | vuelva a intentarlo |
    inténtalo más tarde | inténtelo más tarde | inténtelo de nuevo | inténtalo de nuevo |
    intente nuevamente | algo salió mal | algo ha salido mal | ha ocurrido un error |
    se ha producido un error | error técnico | problemas técnicos | confirma tu edad |
    confirme su edad | mayor de 18 | mayor de edad | volveremos pronto | estaremos de vuelta
    """,
}

TITLES = {
    "subscription": """
    inicia sesión | iniciar sesión | acceso | suscríbete | suscripción | registro | regístrate |
    contenido exclusivo | solo para suscriptores | sigue leyendo
    """,
    "consent": """
    antes de continuar | privacidad | tu privacidad | su privacidad | cookies | consentimiento |
    configuración de cookies
    """,
    "robot": """
    un momento | espera un momento | espere un momento | acceso denegado |
    verificación de seguridad | comprobación de seguridad | verificación | eres humano
    """,
    "missing": """
    página no encontrada | no encontrado | no encontrada | error 404 | 404 |
    noticia no encontrada | artículo no encontrado | lo sentimos
    """,
    "closed": """
    en mantenimiento | mantenimiento | no disponible | error | verificación de edad
    """,
}

CONSENT = {
    "cookies": """
    cookie | cookies | identificadores | tecnologías similares
    """,
    "device": """
    tu dispositivo | su dispositivo | un dispositivo | geolocalización | dirección ip |
    datos de navegación | hábitos de navegación
    """,
    "data": """
    datos personales | tus datos | sus datos | política de privacidad | privacidad
    """,
    "partners": """
    socios | proveedores | terceros
    """,
    "choice": """
    consentimiento | aceptar | rechazar | tus preferencias | sus preferencias | tu elección |
    oponerte | oponerse | interés legítimo | configurar
    """,
    "ads": """
    personalizados | personalizada | personalizado | anuncios | publicidad
    """,
}

CONSENT_BUTTONS = """
aceptar | aceptar todo | aceptar todas | aceptar cookies | aceptar y continuar |
aceptar y cerrar | acepto | de acuerdo | estoy de acuerdo | permitir todas | rechazar |
rechazar todo | rechazar todas | rechazarlas | configurar | configuración | más opciones |
gestionar opciones | gestionar cookies | preferencias | continuar sin aceptar | entendido |
guardar preferencias
"""
