"""Who signs in to the demonstration, as `./dream up` prints it: plain words, read without Django."""

from dreamplus.people.roles import Role

CITIZEN = ("habitante@demo.exemple", "Rose Delannoy")
STAFF = {
    Role.AGENT: ("agent@demo.exemple", "Camille Roussel, mairie"),
    Role.OFFICIAL: ("elue@demo.exemple", "Hélène Marquette, adjointe"),
    Role.ASSISTANT: ("cabinet@demo.exemple", "Noé Becquet, cabinet"),
    Role.ANIMATOR: ("accueil@demo.exemple", "Inès Vasseur, cyber-centre"),
    Role.ADMINISTRATOR: ("admin@demo.exemple", "Sacha Wattel, informatique"),
}
RESET_REQUEST = "reset-requested"  # a file in the site's folder
