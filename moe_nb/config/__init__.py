"""The environment, the keyring and the network of this machine; nothing else reads them."""
