## needs
