"""Invented people: their addresses end in `.exemple`, which no one can own."""

CITIZENS = (
    "Marie-Laure Delattre",
    "Youssef Benali",
    "Jeanne Vandecasteele",
    "Pierre-Antoine Lecocq",
    "Fatou Diarra",
    "Monique Hennebelle",
    "Thomas Wambergue",
    "Agnieszka Kowalczyk",
    "Bruno Delannoy",
    "Sylvie Caudrelier",
    "Lucas D’Hondt",
    "Émilie Fâche-Œuvrard",
    "Aïcha Mansouri",
    "Jean-Claude Verhaeghe",
    "Nathalie Lhermitte",
    "Hervé Coquelle",
    "Anne-Sophie Van den Bossche de la Motte-Fauquembergues",
    "Ugo Petit",
    "Claudine Trannoy",
    "Dominique Ryckewaert",
)
