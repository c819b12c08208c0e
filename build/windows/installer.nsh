; Included by electron-builder's installer script.

; Removing the program leaves what people wrote; this says where. Not during an update, which removes the old program too.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_OK|MB_ICONINFORMATION "The program ${PRODUCT_NAME} is now removed. What you wrote is not: it stays in $APPDATA\${PRODUCT_NAME} (or where you chose), and a later installation finds it there.$\r$\n$\r$\nDelete that folder only if nobody needs it." /SD IDOK
  ${endIf}
!macroend
