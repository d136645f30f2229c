"""How the hosted server and the studio speak HTTP: limits of connections, and deadlines for what a peer has to do."""
