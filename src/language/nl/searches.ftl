searches-too-many = U kunt hoogstens { $max } zoekopdrachten bewaren. Vergeet er eerst enkele.
