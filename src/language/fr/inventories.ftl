## inventories
