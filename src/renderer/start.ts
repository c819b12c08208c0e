import { mount } from 'svelte'
import StartPage from './features/dataFolder/StartPage.svelte'
import { BridgeClient } from './state/BridgeClient'
import './styles/tokens.css'
import './styles/base.css'

const target = document.getElementById('app')
if (target === null) throw new Error('start.html has no #app')
mount(StartPage, { target, props: { bridge: new BridgeClient(window.grove) } })
